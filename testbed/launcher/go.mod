module testbed/launcher

go 1.24.0
