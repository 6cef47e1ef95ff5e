using Amazon.DynamoDBv2.DataModel;

namespace WorkerProcess;

// DynamoDB Local gives each stream one shard. Workers share as many shards as there are tables.
[DynamoDBTable("Counters1")]
public sealed class Counter1 : CountedItem;

[DynamoDBTable("Counters2")]
public sealed class Counter2 : CountedItem;

[DynamoDBTable("Counters3")]
public sealed class Counter3 : CountedItem;

[DynamoDBTable("Counters4")]
public sealed class Counter4 : CountedItem;

[DynamoDBTable("Counters5")]
public sealed class Counter5 : CountedItem;

[DynamoDBTable("Counters6")]
public sealed class Counter6 : CountedItem;
