"""Data in, plotly figures out; pure."""
