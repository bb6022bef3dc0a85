"""Web push (RFC 8030, 8291, 8292): tells a browser that asked for it that there is an answer, and nothing else."""
