"""The ground that the three hosts of the browser's half share: the joiner of modules, scripts that every page uses."""
