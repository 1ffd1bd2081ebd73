"""Training: 缺什么补什么. So far the exact yearly plan and its command."""
