"""The example site as Sphinx builds it; ``make site`` runs it once per language."""

project = "Model zoo · 模型库"
author = "The recviz-docs authors"
copyright = "the recviz-docs authors"

extensions = ["recviz_sphinx"]
exclude_patterns = ["locale"]
numfig = True

# Models are imported from the folder above, the cache is shared with the MkDocs site.
recviz_path = [".."]
recviz_cache_dir = "../.cache/recviz"
# The narrower of the two sites' columns, so that both have the same pictures.
recviz_options = {"width": 688}

# One build for each language: -D language=en, -D language=zh_CN.
language = "en"
locale_dirs = ["locale"]
gettext_compact = False
gettext_location = False

html_theme = "furo"
html_title = project
html_show_sourcelink = False
templates_path = ["_templates"]
html_sidebars = {
    "**": [
        "sidebar/brand.html",
        "sidebar/language.html",
        "sidebar/search.html",
        "sidebar/scroll-start.html",
        "sidebar/navigation.html",
        "sidebar/scroll-end.html",
    ]
}
