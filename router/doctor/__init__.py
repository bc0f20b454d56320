"""What is looked at before anybody complains: thinking only, what it judges was gathered elsewhere."""
