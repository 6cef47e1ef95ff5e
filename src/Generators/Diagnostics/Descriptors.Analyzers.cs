using Microsoft.CodeAnalysis;

namespace DynamoHandlers.Generators.Diagnostics;

/// <summary>What analyzers report: it drops no handler, and code fixes can mend it while the user types.</summary>
internal static partial class Descriptors
{
    public static readonly DiagnosticDescriptor BlockingCall = Warning(
        "DH0013",
        "Handler blocks a thread",
        "{0} blocks a thread of the worker until it is done; await it instead");

    public static readonly DiagnosticDescriptor SuspiciousOrder = Warning(
        "DH0016",
        "Parameters are named against their order",
        "'{0}' gets the old item as '{1}' and the new one as '{2}'; the old comes first: swap or rename them");

    public static readonly DiagnosticDescriptor TokenNotPassed = Warning(
        "DH0025",
        "CancellationToken is not passed on",
        "'{0}' can be cancelled, but does not get '{1}'; pass it, so that the call ends when the handler must");

    public static readonly DiagnosticDescriptor IncomparableSelector = Warning(
        "DH0026",
        "Changed compares references",
        "'{0}' has no equality by value, so two items never give equal ones; select a property of it or use a record");

    public static readonly DiagnosticDescriptor NoTokenTaken = Create(
        "DH0043",
        "Handler could be cancelled",
        "'{0}' waits for calls that can be cancelled; take a CancellationToken and pass it on",
        DiagnosticSeverity.Info);

    public static readonly DiagnosticDescriptor NeverRegistered = Create(
        "DH0044",
        "Handlers are not registered",
        "Nothing calls {0}(), so no handler of this assembly runs; call it on what AddDynamoHandlers returns",
        DiagnosticSeverity.Warning,
        WellKnownDiagnosticTags.CompilationEnd);

    public static readonly DiagnosticDescriptor NeverRuns = Warning(
        "DH0045", "Handler never runs", "'{0}' never runs: {1}");

    public static readonly DiagnosticDescriptor RunsTwice = Warning(
        "DH0046",
        "Handler runs twice for one change",
        "'{0}' runs twice for each {1} of '{2}', as two of its attributes ask for it; remove one, or filter");

    public static readonly DiagnosticDescriptor UnusedSettings = Warning(
        "DH0049", "Settings without a handler", "[{0}] has no effect: '{1}' {2}");

    // Hidden: the generator reports DH0019 at the same place. Editors offer code fixes for what analyzers report only.
    public static readonly DiagnosticDescriptor TableCanBeNamed = Create(
        "DH0047",
        "Entity can be given a table",
        "'{0}' can be given a table by [StreamEntity]",
        DiagnosticSeverity.Hidden);
}
