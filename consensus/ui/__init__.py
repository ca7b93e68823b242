"""Streamlit: the script, its helpers, widgets and pages."""
