using System.Collections.Immutable;
using DynamoHandlers.Generators.Diagnostics;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Diagnostics;

namespace DynamoHandlers.Generators.Analyzers;

/// <summary>
/// Finds calls in handlers that could be cancelled and are not. A worker that loses a lease cancels the handlers that
/// run under it and waits for them to end before another worker may start.
/// </summary>
[DiagnosticAnalyzer(LanguageNames.CSharp)]
public sealed class CancellationAnalyzer : DiagnosticAnalyzer
{
    /// <inheritdoc/>
    public override ImmutableArray<DiagnosticDescriptor> SupportedDiagnostics { get; } =
        [Descriptors.TokenNotPassed, Descriptors.NoTokenTaken];

    /// <inheritdoc/>
    public override void Initialize(AnalysisContext context)
    {
        context.EnableConcurrentExecution();
        context.ConfigureGeneratedCodeAnalysis(GeneratedCodeAnalysisFlags.None);
        context.RegisterOperationBlockAction(Analyze);
    }

    private static void Analyze(OperationBlockAnalysisContext context)
    {
        if (!context.OwningSymbol.IsCalledByWorker())
        {
            return;
        }

        var handler = (IMethodSymbol)context.OwningSymbol;
        var calls = context.OperationBlocks
            .SelectMany(b => CancellableCall.In(b, handler, context.Compilation))
            .ToImmutableArray();
        foreach (var call in calls.Where(static c => c.Token is not null))
        {
            context.ReportDiagnostic(Diagnostic.Create(
                Descriptors.TokenNotPassed,
                CancellableCall.NameOf(call.Invocation.Syntax).GetLocation(),
                call.Invocation.TargetMethod.Name,
                call.Token!.Name));
        }

        if (calls.Any(static c => c.CouldTakeHandlersToken && c.IsAsynchronous)
            && !HandlerMethods.HasFixedSignature(handler))
        {
            context.ReportDiagnostic(Diagnostic.Create(
                Descriptors.NoTokenTaken, handler.Locations[0], handler.Name));
        }
    }
}
