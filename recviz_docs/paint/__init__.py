"""Pictures from graphs and layouts: SVG for pages and files, DOT for other tools.

Owns looks: themes, signs, outlines, tooltips, legend. It must not know how a
graph was made or where a picture is shown. Texts and sizes are `layout`'s.
"""
