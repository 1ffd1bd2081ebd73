"""What is done in training: one module per topic, one function per act."""
