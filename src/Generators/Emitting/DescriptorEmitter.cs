using System.Globalization;
using DynamoHandlers.Generators.Model;

namespace DynamoHandlers.Generators.Emitting;

/// <summary>Writes the method that makes a handler's descriptor.</summary>
internal sealed class DescriptorEmitter(SourceWriter writer, NamedHandler handler)
{
    private const string Dispatching = "global::DynamoHandlers.Dispatching";

    public void Write()
    {
        var model = handler.Model;
        writer.Space();
        writer.Write($"// {handler.Name}: {Describe(model)}");
        using (writer.Initializer(
            $"private static {Dispatching}.HandlerDescriptor {handler.Describe}() => new()"))
        {
            writer.Write($"Name = {GeneratedFile.Quote(handler.Name)},");
            writer.Write($"Table = {GeneratedFile.Quote(model.Entity.Table)},");
            writer.Write($"Entity = typeof({model.Entity.Type}),");
            WritePattern(model.Entity.Pattern);
            if (model.TakesUnmatched)
            {
                writer.Write("TakesUnmatched = true,");
            }

            writer.Write($"Kinds = {Dispatching}.ChangeKinds.{model.Changes},");
            if (model.Cause is not null)
            {
                writer.Write($"Cause = {model.Cause},");
            }

            writer.Write($"Needs = {ImageNeed.Of(model).ToCode()},");
            if (model.Properties.Count > 0)
            {
                writer.Write($"Filter = {handler.Filter},");
            }

            if (!model.TakesUnmatched)
            {
                WriteWriter(model.Entity);
            }

            writer.Write($"{(model.Batch is null ? "Invoke" : "InvokeBatch")} = {handler.Invoke},");
            if (model.UsesTransaction)
            {
                writer.Write("UsesTransaction = true,");
            }

            WriteBatch(model.Batch);
            if (model.Window is { } window)
            {
                writer.Write($"WindowSize = {TimeSpan("Seconds", window.Seconds)},");
            }

            if (handler.Shard is not null)
            {
                writer.Write($"Shard = {handler.Shard},");
            }

            WriteFailure(model.Failure);
        }
    }

    private void WriteWriter(HandledEntity entity) =>
        writer.Write($"Writer = static entity => {entity.Mapped.Mapper}.Write(({entity.Type})entity),");

    private void WritePattern(PatternModel? pattern)
    {
        if (pattern is null)
        {
            return;
        }

        writer.Write($"Pattern = new {Dispatching}.Routing.ItemPattern\n{{");
        WriteParts(
            ("Discriminator", Quote(pattern.Discriminator)),
            ("DiscriminatorValue", Quote(pattern.DiscriminatorValue)),
            ("KeyPrefix", Quote(pattern.KeyPrefix)),
            ("SortKeyPrefix", Quote(pattern.SortKeyPrefix)),
            ("PartitionKey", Quote(pattern.PartitionKey)),
            ("SortKey", Quote(pattern.SortKey)));
        writer.Write("},");
    }

    private void WriteBatch(BatchModel? batch)
    {
        if (batch is null || batch == BatchModel.Default)
        {
            return;
        }

        writer.Write($"Batch = new {Dispatching}.BatchSettings\n{{");
        WriteParts(
            ("MaxCount", Number(batch.MaxCount)),
            ("MaxBytes", Number(batch.MaxBytes)),
            ("Window", TimeSpan("Milliseconds", batch.WindowMilliseconds)),
            ("Bisect", batch.Bisect is { } bisects ? (bisects ? "true" : "false") : null));
        writer.Write("},");
    }

    private void WriteFailure(FailureModel? failure)
    {
        if (failure is null)
        {
            return;
        }

        writer.Write("Failure = new global::DynamoHandlers.FailurePolicy\n{");
        WriteParts(
            ("MaxAttempts", Number(failure.MaxAttempts)),
            ("MaxAge", TimeSpan("Seconds", failure.MaxAgeSeconds)),
            ("FirstDelay", TimeSpan("Milliseconds", failure.FirstDelayMilliseconds)),
            ("MaxDelay", TimeSpan("Milliseconds", failure.MaxDelayMilliseconds)),
            ("Then", failure.Then is null ? null : $"global::DynamoHandlers.FailureAction.{failure.Then}"));
        writer.Write("},");
    }

    private void WriteParts(params (string Name, string? Value)[] parts)
    {
        foreach (var (name, value) in parts.Where(static part => part.Value is not null))
        {
            writer.Write($"    {name} = {value},");
        }
    }

    private static string? Number(int? number) => number?.ToString(CultureInfo.InvariantCulture);

    private static string? TimeSpan(string unit, int? number) =>
        number is null ? null : $"global::System.TimeSpan.From{unit}({Number(number)})";

    private static string Describe(HandlerModel model)
    {
        if (model.TakesUnmatched)
        {
            var batch = model.Batch is null ? "" : "batches of ";
            return $"{batch}changes in {GeneratedFile.Quote(model.Entity.Table)} that fit no entity.";
        }

        var what = model.Changes switch
        {
            ChangeSet.Insert => "insertions",
            ChangeSet.Modify => "modifications",
            ChangeSet.Remove => "removals",
            _ => "all changes",
        };
        var names = string.Join(" or ", model.Properties.Select(static p => GeneratedFile.Quote(p.ToString())));
        var of = names.Length == 0 ? "" : $" of {names}";
        var when = model.When is null ? "" : $", when {model.When.Method} says so";
        var transition = Describe(model.Transition);
        var batches = model switch
        {
            { Window: { } window } => $"windows of {Number(window.Seconds)} seconds with ",
            { Batch: not null } => "batches of ",
            _ => "",
        };
        return $"{batches}{what}{of}{transition} in {GeneratedFile.Quote(model.Entity.Table)}{when}.";
    }

    private static string Describe(TransitionModel? transition)
    {
        var from = transition?.From is { } old ? $" from {old}" : "";
        return transition?.To is { } @new ? $"{from} to {@new}" : from;
    }

    private static string? Quote(string? text) => text is null ? null : GeneratedFile.Quote(text);
}
