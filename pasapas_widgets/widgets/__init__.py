"""The screen widgets: a Python class, an ES module and a style sheet of the same name, side by side.

The class holds traits and a stable ``repr``, no markup. The module keeps to the anywidget front-end contract
(``export default { render({ model, el }) }``; only ``model.get/set/save_changes/on/off``), so that the same file runs
in a notebook, in a room and in a one-file page. Nothing imports this package but the command line and the workbooks.
"""
