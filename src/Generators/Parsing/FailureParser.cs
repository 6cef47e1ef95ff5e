using DynamoHandlers.Generators.Diagnostics;
using DynamoHandlers.Generators.Model;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace DynamoHandlers.Generators.Parsing;

/// <summary>Reads <c>[OnFailure]</c> of a handler and of its class: member by member the method's goes first.</summary>
internal static class FailureParser
{
    private const string MaxAttempts = "MaxAttempts";
    private const string MaxAge = "MaxAgeSeconds";
    private const string FirstDelay = "FirstDelayMilliseconds";
    private const string MaxDelay = "MaxDelayMilliseconds";
    private const string Then = "Then";

    // By the values of DynamoHandlers.FailureAction.
    private static readonly string[] Actions = ["Block", "Skip", "DeadLetter"];

    public static FailureModel? Parse(IMethodSymbol method, DiagnosticSink sink)
    {
        var own = KnownAttributes.OnFailure(method);
        var around = KnownAttributes.OnFailure(method.ContainingType);
        if (own is null && around is null)
        {
            return null;
        }

        var errors = sink.Errors;
        CheckRanges(own, method, sink);
        CheckRanges(around, method.ContainingType, sink);
        CheckBlocking(own, ActionOf(own) ?? ActionOf(around), method, sink);
        CheckBlocking(around, ActionOf(around), method.ContainingType, sink);
        CheckDelays(own, around, method, sink);
        if (sink.Errors > errors)
        {
            return null;
        }

        // A method that blocks has no limits, whatever the class says.
        var then = ActionOf(own) ?? ActionOf(around);
        var hasLimits = then != Actions[0];
        var model = new FailureModel(
            hasLimits ? Find(MaxAttempts) : null, hasLimits ? Find(MaxAge) : null, Find(FirstDelay), Find(MaxDelay), then);
        return model == new FailureModel(null, null, null, null, null) ? null : model;

        int? Find(string name) => Number(own, name) ?? Number(around, name);
    }

    private static void CheckRanges(AttributeData? attribute, ISymbol target, DiagnosticSink sink)
    {
        foreach (var name in new[] { MaxAttempts, MaxAge, FirstDelay, MaxDelay })
        {
            if (Number(attribute, name) is { } number and < 1)
            {
                Report(sink, attribute!, name, target, $"{name} is {number}, but must be at least 1");
            }
        }

        if (Number(attribute, Then) is { } action && (action < 0 || action >= Actions.Length))
        {
            Report(sink, attribute!, Then, target, $"Then is {action}, which is no value of FailureAction");
        }
    }

    private static void CheckBlocking(AttributeData? limits, string? action, ISymbol target, DiagnosticSink sink)
    {
        foreach (var name in new[] { MaxAttempts, MaxAge })
        {
            if (Number(limits, name) is not null && action == Actions[0])
            {
                Report(
                    sink,
                    limits!,
                    name,
                    target,
                    $"{name} limits the attempts, but Then is FailureAction.Block, which tries for ever; leave out either");
            }
        }
    }

    private static void CheckDelays(AttributeData? own, AttributeData? around, IMethodSymbol method, DiagnosticSink sink)
    {
        var first = Number(own, FirstDelay) ?? Number(around, FirstDelay);
        var max = Number(own, MaxDelay) ?? Number(around, MaxDelay);
        if (!(first > max))
        {
            return;
        }

        var isOwn = Number(own, FirstDelay) is not null || Number(own, MaxDelay) is not null;
        var name = Number(isOwn ? own : around, MaxDelay) is null ? FirstDelay : MaxDelay;
        Report(
            sink,
            (isOwn ? own : around)!,
            name,
            isOwn ? method : method.ContainingType,
            $"the delay grows from {FirstDelay}, {first}, to {MaxDelay}, which is only {max}");
    }

    private static int? Number(AttributeData? attribute, string name) => attribute?.Named(name) as int?;

    private static string? ActionOf(AttributeData? attribute) =>
        Number(attribute, Then) is { } action && action >= 0 && action < Actions.Length ? Actions[action] : null;

    private static void Report(
        DiagnosticSink sink, AttributeData attribute, string argument, ISymbol target, string reason) => sink.Report(
            Descriptors.InvalidFailurePolicy,
            ((AttributeSyntax)attribute.ApplicationSyntaxReference!.GetSyntax()).PlaceOfArgument(argument),
            target.ToDisplayName(),
            reason);
}
