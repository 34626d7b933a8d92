"""What everything looks like: the design tokens, one file of CSS custom properties for screen, figures and paper."""
