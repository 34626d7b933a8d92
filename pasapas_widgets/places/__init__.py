"""Where things are on this machine: shipped files, the user's folders, own copies, Binder."""
