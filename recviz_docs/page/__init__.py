"""A diagram as a piece of an HTML page.

    picture      what is painted of a diagram: the scroller with the SVG, legend, outline
    frame        the figure around that, and the box that stands in for a failure
    stylesheet   the style sheet that goes with them

What is written is valid as HTML5 and as XHTML, and everything an author or a model
named is escaped. Nothing here knows a host. Each is loaded alone: a build that writes no
page needs the style sheet at most, and one whose figures were painted before no painter.
"""
