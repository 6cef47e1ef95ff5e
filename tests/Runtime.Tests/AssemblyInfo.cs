// Virtual time limits the thread pool of the process to one thread.
[assembly: CollectionBehavior(DisableTestParallelization = true)]
