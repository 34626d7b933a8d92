"""One person's own result, on paper."""
