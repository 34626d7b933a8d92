"""What everything looks like: the tokens, one file of CSS custom properties for screen, figures and paper; and the
components made of them, which every page and every widget shares: headings, buttons, fields, notices, tables, dialogs.
"""
