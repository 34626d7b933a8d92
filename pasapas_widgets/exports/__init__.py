"""What leaves the app: each format one module, imported only when asked for."""
