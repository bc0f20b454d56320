"""Rules tried out before customers meet them, on the stages that decide in earnest."""
