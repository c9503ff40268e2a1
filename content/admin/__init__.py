"""Pages of the admin for those who keep the public site."""
