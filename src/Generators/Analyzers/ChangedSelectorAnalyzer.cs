using System.Collections.Immutable;
using DynamoHandlers.Generators.Diagnostics;
using DynamoHandlers.Generators.Parsing;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Diagnostics;
using Microsoft.CodeAnalysis.Operations;

namespace DynamoHandlers.Generators.Analyzers;

/// <summary>
/// Finds calls of <c>Change&lt;T&gt;.Changed</c> whose selector gives objects that can only be compared by reference:
/// the old and the new item never share one, so that the answer would always be that it changed.
/// </summary>
[DiagnosticAnalyzer(LanguageNames.CSharp)]
public sealed class ChangedSelectorAnalyzer : DiagnosticAnalyzer
{
    /// <inheritdoc/>
    public override ImmutableArray<DiagnosticDescriptor> SupportedDiagnostics { get; } =
        [Descriptors.IncomparableSelector];

    /// <inheritdoc/>
    public override void Initialize(AnalysisContext context)
    {
        context.EnableConcurrentExecution();
        context.ConfigureGeneratedCodeAnalysis(GeneratedCodeAnalysisFlags.None);
        context.RegisterOperationAction(Analyze, OperationKind.Invocation);
    }

    private static void Analyze(OperationAnalysisContext context)
    {
        var call = (IInvocationOperation)context.Operation;
        if (call.TargetMethod is { Name: "Changed", TypeArguments: [var selected], ContainingType: var change }
            && change.Is("DynamoHandlers", "Change", 1)
            && !ValueEquality.HasOrIsMapped(selected, change.TypeArguments[0]))
        {
            context.ReportDiagnostic(Diagnostic.Create(
                Descriptors.IncomparableSelector,
                (call.Arguments.FirstOrDefault()?.Syntax ?? call.Syntax).GetLocation(),
                selected.ToDisplayName()));
        }
    }
}
