"""What people may ask of what is held about them, as rules: deadlines, who answers, what may be erased. Pure."""
