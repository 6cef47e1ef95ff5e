using Microsoft.Extensions.Logging;

namespace DynamoHandlers.Telemetry;

/// <summary>Every log message of the worker. Ids are stable: operators alert on them.</summary>
internal static partial class Log
{
    [LoggerMessage(1, LogLevel.Information, "Worker {Worker} joins application {Application}: {Streams}.")]
    public static partial void Joined(ILogger logger, string worker, string application, string streams);

    [LoggerMessage(2, LogLevel.Information, "Worker {Worker} has left. Shards that it has checkpointed and given up: {Shards}.")]
    public static partial void Left(ILogger logger, string worker, int shards);

    [LoggerMessage(3, LogLevel.Warning, "Worker {Worker} leaves with handlers still running after {Timeout}. Their shards go to others when the lease expires, from the last checkpoint.")]
    public static partial void LeftLate(ILogger logger, string worker, TimeSpan timeout);

    [LoggerMessage(4, LogLevel.Error, "Worker {Worker} could not reach the lease table {Table} for too long, or was declared dead. Its handlers are cancelled; it joins again.")]
    public static partial void Fenced(ILogger logger, string worker, string table);

    [LoggerMessage(5, LogLevel.Warning, "Heartbeat of worker {Worker} failed or was not answered in time; the next is due soon.")]
    public static partial void BeatFailed(ILogger logger, Exception? e, string worker);

    [LoggerMessage(6, LogLevel.Warning, "Worker {Dead} has stood still for its lease duration. Its shards are taken over.")]
    public static partial void Buried(ILogger logger, string dead);

    [LoggerMessage(7, LogLevel.Warning, "Reading or taking leases failed; tried again soon.")]
    public static partial void LeaseLoopFailed(ILogger logger, Exception e);

    [LoggerMessage(8, LogLevel.Warning, "Comparing the shards of {Table} with the leases failed; tried again soon.")]
    public static partial void SyncFailed(ILogger logger, Exception e, string table);

    [LoggerMessage(9, LogLevel.Warning, "Shard {Shard} of {Table} is no longer kept by the service and was never leased. Its children start without it; if the application has been down for more than 24 hours, records were lost.")]
    public static partial void ParentTrimmed(ILogger logger, string table, string shard);

    [LoggerMessage(10, LogLevel.Information, "Shard {Shard} of {Table} starts here: epoch {Epoch}, after {Checkpoint}.")]
    public static partial void ShardStarted(ILogger logger, string table, string shard, long epoch, string checkpoint);

    [LoggerMessage(11, LogLevel.Information, "Shard {Shard} of {Table} is done to its end. Children that go on: {Children}.")]
    public static partial void ShardEnded(ILogger logger, string table, string shard, int children);

    [LoggerMessage(12, LogLevel.Warning, "The lease of shard {Shard} of {Table} (epoch {Epoch}) was lost. Its handlers are cancelled.")]
    public static partial void LeaseLost(ILogger logger, string table, string shard, long epoch);

    [LoggerMessage(13, LogLevel.Error, "Shard {Shard} of {Table} stopped unexpectedly; it is taken up again from its checkpoint.")]
    public static partial void ShardFailed(ILogger logger, Exception e, string table, string shard);

    [LoggerMessage(14, LogLevel.Warning, "Reading shard {Shard} of {Table} failed (attempt {Attempt}); next try in {Delay}.")]
    public static partial void ReadFailed(ILogger logger, Exception e, string table, string shard, int attempt, TimeSpan delay);

    [LoggerMessage(15, LogLevel.Error, "RECORDS LOST: shard {Shard} of {Table} no longer has what follows {Checkpoint}; the service keeps records for 24 hours. {Action}")]
    public static partial void Trimmed(ILogger logger, string table, string shard, string checkpoint, string action);

    [LoggerMessage(16, LogLevel.Error, "Reading goes on after the records lost in shard {Shard} of {Table}: from {First}.")]
    public static partial void TrimmedResumes(ILogger logger, string table, string shard, string first);

    [LoggerMessage(17, LogLevel.Warning, "The service does not know shard {Shard} of {Table} at this moment; asked again.")]
    public static partial void ShardNotFound(ILogger logger, string table, string shard);

    [LoggerMessage(18, LogLevel.Error, "{Handler} failed with record {SequenceNumber} of shard {Shard} of {Table}, key {Key} (attempt {Attempt}). Later records of the shard wait; next try in {Delay}.")]
    public static partial void HandlerFailed(ILogger logger, Exception e, string handler, string sequenceNumber, string shard, string table, string key, int attempt, TimeSpan delay);

    [LoggerMessage(19, LogLevel.Warning, "Writing a checkpoint failed; tried again at the next interval.")]
    public static partial void CheckpointFailed(ILogger logger, Exception e);

    [LoggerMessage(20, LogLevel.Critical, "The worker has stopped by an error that it cannot handle. The application is being stopped.")]
    public static partial void WorkerFailed(ILogger logger, Exception e);

    [LoggerMessage(21, LogLevel.Warning, "A request to the lease table {Table} failed (attempt {Attempt}); next try in {Delay}.")]
    public static partial void LeaseTableFailed(ILogger logger, Exception e, string table, int attempt, TimeSpan delay);

    [LoggerMessage(22, LogLevel.Error, "Table {Table} has a new stream ({New}); {Shards} shards of the old one ({Old}) are unfinished, and their records are not handled here, as DynamoHandlersOptions.Tables names a stream of the table. The service keeps them for 24 hours after the stream was disabled: name the table there, not a stream, and they are handled first.")]
    public static partial void StreamReplaced(ILogger logger, string table, string @new, string old, int shards);

    [LoggerMessage(23, LogLevel.Information, "Shards that belong to other workers: {Shards}; such workers: {Workers}, among them {Owner}. A share of the shards is handed over by those that live; the rest is taken over when its worker leaves, or when it has shown no sign of life for its lease duration (here {Duration}).")]
    public static partial void OwnedByOthers(ILogger logger, int shards, int workers, string owner, TimeSpan duration);

    [LoggerMessage(24, LogLevel.Warning, "Rows of workers that are gone could not be deleted from the lease table {Table}.")]
    public static partial void SweepFailed(ILogger logger, Exception e, string table);

    [LoggerMessage(25, LogLevel.Information, "Shard {Shard} of {Table} is no longer kept by the service; the application begins with what came after it.")]
    public static partial void ParentBeforeStart(ILogger logger, string table, string shard);

    [LoggerMessage(26, LogLevel.Error, "{Handler} failed with record {SequenceNumber} of shard {Shard} of {Table}, key {Key}, while the shard was being given up. Whoever takes the shard next handles the record again.")]
    public static partial void HandlerFailedAtLast(ILogger logger, Exception e, string handler, string sequenceNumber, string shard, string table, string key);

    [LoggerMessage(27, LogLevel.Information, "Application {Application} starts: looking for the streams of {Tables} in {Place}.")]
    public static partial void Starting(ILogger logger, string application, string tables, string place);

    [LoggerMessage(28, LogLevel.Error, "Worker {Worker} could not join application {Application}; tried again soon.")]
    public static partial void JoinFailed(ILogger logger, Exception e, string worker, string application);

    [LoggerMessage(29, LogLevel.Warning, "Describing a stream was throttled (attempt {Attempt}); next try in {Delay}.")]
    public static partial void StartThrottled(ILogger logger, int attempt, TimeSpan delay);

    [LoggerMessage(30, LogLevel.Warning, "{Count} records of {Table} since the last such message fit none of the entities that have handlers and were passed over; the newest has the key {Key} and the sequence number {SequenceNumber}. Handle their types or take them with [OnUnmatched]; DynamoHandlersOptions.Unmatched says whether they are passed over or fail.")]
    public static partial void RecordsUnmatched(ILogger logger, long count, string table, string key, string sequenceNumber);

    [LoggerMessage(31, LogLevel.Error, "{Leases} shards of application {Application} find no worker: the {Workers} that live take no more (DynamoHandlersOptions.MaxLeases). Start more workers, or let each take more; until then these shards are not handled.")]
    public static partial void FleetTooSmall(ILogger logger, int leases, string application, int workers);

    [LoggerMessage(32, LogLevel.Information, "Shard {Shard} of {Table} was handed over to worker {To}.")]
    public static partial void HandedOver(ILogger logger, string table, string shard, string to);

    [LoggerMessage(33, LogLevel.Error, "The lease of shard {Shard} of {Table} was deleted from the lease table while this worker held it. It was made anew from the position {Checkpoint}, and the shard goes on from there. Rows of leases are not to be deleted.")]
    public static partial void LeaseRowDeleted(ILogger logger, string table, string shard, string checkpoint);

    [LoggerMessage(34, LogLevel.Error, "CHANGE SKIPPED: {Handler} has failed {Attempts} times with record {SequenceNumber} of shard {Shard} of {Table}, key {Key}, and its failure policy says to pass it over.")]
    public static partial void ChangeSkipped(ILogger logger, Exception e, string handler, int attempts, string sequenceNumber, string shard, string table, string key);

    [LoggerMessage(35, LogLevel.Error, "DEAD LETTER: {Handler} has failed {Attempts} times with record {SequenceNumber} of shard {Shard} of {Table}, key {Key}. The record is kept as a dead letter; what is behind it goes on.")]
    public static partial void ChangeDeadLettered(ILogger logger, Exception e, string handler, int attempts, string sequenceNumber, string shard, string table, string key);

    [LoggerMessage(36, LogLevel.Error, "A dead letter of {Handler} could not be kept (attempt {Attempt}); its shard waits. Next try in {Delay}.")]
    public static partial void DeadLetterNotKept(ILogger logger, Exception e, string handler, int attempt, TimeSpan delay);

    [LoggerMessage(37, LogLevel.Critical, "RECORD ISOLATED: {Crashes} workers have died in the middle of record {SequenceNumber} of shard {Shard} of {Table}, key {Key}. Its handlers are called no more. {Action}")]
    public static partial void RecordIsolated(ILogger logger, long crashes, string sequenceNumber, string shard, string table, string key, string action);

    [LoggerMessage(38, LogLevel.Error, "DynamoHandlersOptions.Failure.Decide has thrown, asked about a failure of {Handler}; the handler's policy holds.")]
    public static partial void DecideFailed(ILogger logger, Exception e, string handler);

    [LoggerMessage(39, LogLevel.Error, "{Handler} failed with {Count} changes, records {First} to {Last} of shard {Shard} of {Table} (attempt {Attempt}). Later records of the shard wait; next try in {Delay}.")]
    public static partial void BatchFailed(ILogger logger, Exception e, string handler, int count, string first, string last, string shard, string table, int attempt, TimeSpan delay);

    [LoggerMessage(40, LogLevel.Warning, "{Handler} has been running for {Elapsed} with record {SequenceNumber} of shard {Shard} of {Table}, key {Key}, and has not returned. It is not cancelled; later records of the shard wait for it, other shards go on.")]
    public static partial void HandlerOverdue(ILogger logger, string handler, TimeSpan elapsed, string sequenceNumber, string shard, string table, string key);

    [LoggerMessage(41, LogLevel.Information, "The lease table {Table} is reached by a client of its own, in {Place}. Handlers cannot commit their writes together with the checkpoint (exactly once), as a transaction does not span regions and accounts.")]
    public static partial void LeasesElsewhere(ILogger logger, string table, string place);

    [LoggerMessage(42, LogLevel.Warning, "The lease table {Table} was created, but point-in-time recovery could not be enabled; the worker starts without. Enable it with: aws dynamodb update-continuous-backups --table-name {Table} --point-in-time-recovery-specification PointInTimeRecoveryEnabled=true")]
    public static partial void RecoveryNotEnabled(ILogger logger, Exception e, string table);

    [LoggerMessage(43, LogLevel.Warning, "The lease table {Table} exists and is used as it is: {Differences}. DynamoHandlersOptions.LeaseTable has effect only when the table is created.")]
    public static partial void LeaseTableDiffers(ILogger logger, string table, string differences);

    [LoggerMessage(44, LogLevel.Error, "{Handler} failed with {Count} changes, records {First} to {Last} of shard {Shard} of {Table}, while the shard was being given up. Whoever takes the shard next handles them again.")]
    public static partial void BatchFailedAtLast(ILogger logger, Exception e, string handler, int count, string first, string last, string shard, string table);

    [LoggerMessage(45, LogLevel.Warning, "{Handler} failed with {Count} changes, records {First} to {Last} of shard {Shard} of {Table}. They are halved, and each half is handled by itself.")]
    public static partial void BatchHalved(ILogger logger, Exception e, string handler, int count, string first, string last, string shard, string table);

    [LoggerMessage(46, LogLevel.Error, "The processor of shard {Shard} of {Table} failed while the shard was being given up. What it had not written as its checkpoint is delivered again.")]
    public static partial void ProcessorFailedAtLast(ILogger logger, Exception e, string shard, string table);

    [LoggerMessage(47, LogLevel.Error, "{Handler} failed for shard {Shard} of {Table} (attempt {Attempt}). Later records of the shard wait; next try in {Delay}.")]
    public static partial void ShardCallFailed(ILogger logger, Exception e, string handler, string shard, string table, int attempt, TimeSpan delay);

    [LoggerMessage(48, LogLevel.Error, "{Handler} failed for shard {Shard} of {Table}, while the shard was being given up. Whoever takes the shard next begins with what was committed last.")]
    public static partial void ShardCallFailedAtLast(ILogger logger, Exception e, string handler, string shard, string table);

    [LoggerMessage(49, LogLevel.Warning, "The state that {Handler} kept of shard {Shard} of {Table} is dropped: the shard has gone back behind it, as it was rewound or the row of its lease was deleted. It begins anew with the records that come again.")]
    public static partial void StateDropped(ILogger logger, string handler, string shard, string table);

    [LoggerMessage(50, LogLevel.Warning, "The row {PartitionKey}, {SortKey} of the lease table {Table} is not one that a worker has written, or was damaged. It is ignored; delete it if it is yours, and keep other rows out of the lease table.")]
    public static partial void ForeignRow(ILogger logger, string? partitionKey, string? sortKey, string table);

    [LoggerMessage(51, LogLevel.Error, "The lease of shard {Shard} of {Table}, whose parent is finished, was deleted by somebody. It is made anew, and the shard is read from its beginning: records may be handled again.")]
    public static partial void LeaseRecreated(ILogger logger, string shard, string table);

    [LoggerMessage(52, LogLevel.Information, "Stream {Stream} was disabled and is done to its end.")]
    public static partial void StreamDrained(ILogger logger, string stream);

    [LoggerMessage(53, LogLevel.Error, "Stream {Stream} does not exist any more, and {Shards} of its shards are unfinished. The table's next stream waits until they are given up, as DynamoHandlersOptions.TrimmedData says.")]
    public static partial void StreamVanished(ILogger logger, string stream, int shards);

    [LoggerMessage(54, LogLevel.Error, "The row of stream {Stream} was deleted by somebody while the stream is read. It is written again.")]
    public static partial void StreamRowRestored(ILogger logger, string stream);

    [LoggerMessage(55, LogLevel.Warning, "Stream {Stream} is disabled, or does not exist any more. What the service keeps of it is handled. {Next}")]
    public static partial void StreamDisabled(ILogger logger, string stream, string next);

    [LoggerMessage(56, LogLevel.Information, "Stream {Stream} is handled too: the table has had another, or has got a new one.")]
    public static partial void StreamAdded(ILogger logger, string stream);

    [LoggerMessage(57, LogLevel.Error, "Another stream of table {Table} cannot be handled: {Reason}")]
    public static partial void StreamRefused(ILogger logger, string table, string reason);

    [LoggerMessage(58, LogLevel.Warning, "Whether table {Table} has another stream cannot be found out at this moment; asked again within two minutes.")]
    public static partial void FollowFailed(ILogger logger, Exception e, string table);

    [LoggerMessage(60, LogLevel.Error, "The dead letter in the row {PartitionKey}, {SortKey} of table {Table} is damaged: rows of it were deleted or changed by somebody. It is left out.")]
    public static partial void DeadLetterDamaged(ILogger logger, string? partitionKey, string? sortKey, string table);

    [LoggerMessage(61, LogLevel.Warning, "Expiry of rows could not be enabled for table {Table}; they stay until somebody deletes them. Enable it with: aws dynamodb update-time-to-live --table-name {Table} --time-to-live-specification Enabled=true,AttributeName={Attribute}")]
    public static partial void ExpiryNotEnabled(ILogger logger, Exception e, string table, string attribute);

    [LoggerMessage(62, LogLevel.Error, "{Handler} failed again with the dead letter {SequenceNumber} of shard {Shard} of {Table}, key {Key} (attempt {Attempt}). It stays, and later ones of its item for this handler are not handed over in this redrive.")]
    public static partial void RedriveFailed(ILogger logger, Exception e, string handler, string sequenceNumber, string shard, string table, string key, int attempt);

    [LoggerMessage(63, LogLevel.Warning, "Dead letters of {Handler} are not redriven: {Reason} They stay.")]
    public static partial void RedriveRefused(ILogger logger, string handler, string reason);

    [LoggerMessage(64, LogLevel.Information, "Redrive of dead letters is done: {Handled} handled, {Failed} failed again, {Skipped} behind a failed one of their item, {Unhandled} without a handler.")]
    public static partial void Redriven(ILogger logger, long handled, long failed, long skipped, long unhandled);

    [LoggerMessage(65, LogLevel.Error, "The object {Key} in the bucket {Bucket} is not a dead letter, or was damaged. It is left out; keep other objects away from the dead letters' prefix.")]
    public static partial void DeadLetterObjectDamaged(ILogger logger, string key, string bucket);

    [LoggerMessage(70, LogLevel.Warning, "Application {Application} is being rewound to {Position}: worker {Worker} finishes what it has begun, and goes on when all others have stopped.")]
    public static partial void RewindBegins(ILogger logger, string worker, string application, string position);

    [LoggerMessage(71, LogLevel.Warning, "Application {Application} waits to be rewound until these workers have stopped: {Workers}. One that is gone is declared dead when its lease duration is over; one with a handler that does not return has to be ended.")]
    public static partial void RewindWaits(ILogger logger, string application, string workers);

    [LoggerMessage(72, LogLevel.Warning, "Application {Application} was rewound to {Position}. Its leases are of generation {Generation} from now on.")]
    public static partial void GenerationBegun(ILogger logger, string application, string position, long generation);

    [LoggerMessage(73, LogLevel.Warning, "Whether application {Application} is being rewound cannot be found out at this moment, or what has to be done for it fails; tried again soon.")]
    public static partial void GenerationUnknown(ILogger logger, Exception e, string application);

    [LoggerMessage(74, LogLevel.Error, "The row of application {Application} in the lease table was deleted by somebody. It is written again.")]
    public static partial void ApplicationRowRestored(ILogger logger, string application);

    [LoggerMessage(75, LogLevel.Warning, "Shard {Shard} of {Table} was rewound to {Position}, as it was asked for. It had been done up to {Checkpoint}.")]
    public static partial void ShardRewound(ILogger logger, string table, string shard, string position, string checkpoint);
}
