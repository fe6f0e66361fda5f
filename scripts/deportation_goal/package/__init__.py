"""The data package: where it lies, what its descriptor and schemas say."""
