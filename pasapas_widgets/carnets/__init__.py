"""What a group keeps: carnets and run sheets as files, one open with its undo."""
