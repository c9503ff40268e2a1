"""The screens in which somebody who is no programmer says what is kept: collections, and fields of collections."""
