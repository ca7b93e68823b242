"""Pictures as SVG that need nothing around them."""
