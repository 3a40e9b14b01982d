/// What the pages of this program have in common: they need no network, and well-formed XML is made of them.
enum PageMarkup {
    /// From the beginning of the document to the begin of its body. The title is escaped already.
    static func head(title: String, style: String) -> String {
        """
        <!DOCTYPE html>
        <html lang="en" xmlns="http://www.w3.org/1999/xhtml">
        <head>
        <meta charset="utf-8" />
        <meta name="viewport" content="width=device-width, initial-scale=1" />
        <meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'; script-src \
        'unsafe-inline'; img-src data:" />
        <title>\(title)</title>
        <link rel="icon" href="data:," />
        <style>
        \(style)
        </style>
        </head>
        <body>
        """
    }

    /// Functions that make and find elements of the page.
    static let elements = #"""
        var SVG = 'http://www.w3.org/2000/svg';
        function element(name, attributes, children, space) {
          var node = space ? document.createElementNS(space, name) : document.createElement(name);
          Object.keys(attributes || {}).forEach(function (key) {
            if (attributes[key] !== undefined) { node.setAttribute(key, attributes[key]); }
          });
          (children || []).forEach(function (child) {
            node.appendChild(typeof child === 'string' ? document.createTextNode(child) : child);
          });
          return node;
        }
        function svg(name, attributes, children) { return element(name, attributes, children, SVG); }
        function byId(id) { return document.getElementById(id); }
        function clear(node) { while (node.firstChild) { node.removeChild(node.firstChild); } return node; }

        """#
}
