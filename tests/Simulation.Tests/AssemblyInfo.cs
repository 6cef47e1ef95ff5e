// A simulation takes the whole thread pool of its process.
[assembly: CollectionBehavior(DisableTestParallelization = true)]
