"""Figures, as ratios within one run. Nothing here is a test: machines differ, ratios of one run hold."""
