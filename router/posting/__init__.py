"""What is posted to Freshdesk: the reply and the agent's note as safe HTML, and the intent to post them."""
