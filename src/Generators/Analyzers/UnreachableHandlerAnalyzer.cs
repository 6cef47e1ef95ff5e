using System.Collections.Immutable;
using DynamoHandlers.Generators.Diagnostics;
using DynamoHandlers.Generators.Model;
using DynamoHandlers.Generators.Parsing;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Diagnostics;

namespace DynamoHandlers.Generators.Analyzers;

/// <summary>Finds handlers that run less often than they seem to, or more often.</summary>
[DiagnosticAnalyzer(LanguageNames.CSharp)]
public sealed class UnreachableHandlerAnalyzer : DiagnosticAnalyzer
{
    /// <inheritdoc/>
    public override ImmutableArray<DiagnosticDescriptor> SupportedDiagnostics { get; } =
        [Descriptors.NeverRuns, Descriptors.RunsTwice];

    /// <inheritdoc/>
    public override void Initialize(AnalysisContext context)
    {
        context.EnableConcurrentExecution();
        context.ConfigureGeneratedCodeAnalysis(GeneratedCodeAnalysisFlags.None);
        context.RegisterSymbolAction(Analyze, SymbolKind.Method);
    }

    private static void Analyze(SymbolAnalysisContext context)
    {
        var method = (IMethodSymbol)context.Symbol;
        var annotations = method.Annotations().ToImmutableArray();
        if (annotations.Length == 0)
        {
            return;
        }

        if (ConditionOf(method) is { } symbol)
        {
            Report(
                method.Locations[0],
                $"it has [Conditional], so that calls of it are left out wherever '{symbol}' is not defined");
        }

        foreach (var annotation in annotations)
        {
            // By the values of DynamoHandlers.RemoveCause.
            if (annotation.Named("Cause") is int cause and not (0 or 1 or 2))
            {
                Report(
                    SyntaxOf(annotation, context).PlaceOfArgument("Cause"),
                    $"{cause} is no value of RemoveCause, so no removal has that cause");
            }
        }

        ReportTwice(method, annotations, context);

        void Report(Location place, string reason) => context.ReportDiagnostic(
            Diagnostic.Create(Descriptors.NeverRuns, place, method.ToDisplayName(), reason));
    }

    private static string? ConditionOf(IMethodSymbol method) => method.GetAttributes()
        .Where(static a => a.AttributeClass.Is("System.Diagnostics", "ConditionalAttribute"))
        .Select(static a => a.ConstructorArguments is [{ Value: string symbol }] ? symbol : null)
        .FirstOrDefault(static s => s is not null);

    private static void ReportTwice(
        IMethodSymbol method, ImmutableArray<AttributeData> annotations, SymbolAnalysisContext context)
    {
        for (var i = 1; i < annotations.Length; i++)
        {
            for (var j = 0; j < i; j++)
            {
                if (Overlap(annotations[i], annotations[j], method) is { } overlap)
                {
                    context.ReportDiagnostic(Diagnostic.Create(
                        Descriptors.RunsTwice,
                        SyntaxOf(annotations[i], context).GetLocation(),
                        method.ToDisplayName(),
                        overlap.Changes,
                        overlap.Entity.ToDisplayName()));
                    break;
                }
            }
        }
    }

    // Only where neither is filtered: filters may well exclude each other. With windows the generator reports an error.
    private static (string Changes, INamedTypeSymbol Entity)? Overlap(
        AttributeData one, AttributeData other, IMethodSymbol method)
    {
        var common = HandlerMethods.ChangesOf(one) & HandlerMethods.ChangesOf(other);
        return common != ChangeSet.None
            && !KnownAttributes.IsWindow(one)
            && !KnownAttributes.IsWindow(other)
            && !IsFiltered(one)
            && !IsFiltered(other)
            && HandlerMethods.EntityOf(one, method) is { } entity
            && SymbolEqualityComparer.Default.Equals(entity, HandlerMethods.EntityOf(other, method))
                ? (Describe(common), entity)
                : null;
    }

    private static bool IsFiltered(AttributeData annotation) =>
        annotation.NamedArguments.Length > 0
        || annotation.ConstructorArguments.Any(static a => a is { Kind: TypedConstantKind.Array, IsNull: false }
            && a.Values.Length > 0);

    private static string Describe(ChangeSet changes) => changes switch
    {
        ChangeSet.Insert => "insertion",
        ChangeSet.Modify => "modification",
        ChangeSet.Remove => "removal",
        _ => "change",
    };

    private static AttributeSyntax SyntaxOf(AttributeData annotation, SymbolAnalysisContext context) =>
        (AttributeSyntax)annotation.ApplicationSyntaxReference!.GetSyntax(context.CancellationToken);
}
