"""Search in Chinese: how text is cut, the databases that are asked, and the page that shows what was found."""
