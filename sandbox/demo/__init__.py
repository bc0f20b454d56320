"""The main job, shown: mails arrive at the sandbox's help desk and go all the way through the real programs."""
