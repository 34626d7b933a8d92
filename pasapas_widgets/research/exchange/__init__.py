"""A data package in the words of other tools: SPSS, Stata, R, DDI, and how to cite it."""
