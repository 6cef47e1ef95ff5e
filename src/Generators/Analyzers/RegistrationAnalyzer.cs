using System.Collections.Concurrent;
using System.Collections.Immutable;
using DynamoHandlers.Generators.Diagnostics;
using DynamoHandlers.Generators.Emitting;
using DynamoHandlers.Generators.Parsing;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Diagnostics;
using Microsoft.CodeAnalysis.Operations;

namespace DynamoHandlers.Generators.Analyzers;

/// <summary>
/// Finds programs that start a worker but never add their own handlers to it. Only where both must be in one assembly:
/// in a program that calls <c>AddDynamoHandlers</c> itself.
/// </summary>
[DiagnosticAnalyzer(LanguageNames.CSharp)]
public sealed class RegistrationAnalyzer : DiagnosticAnalyzer
{
    /// <inheritdoc/>
    public override ImmutableArray<DiagnosticDescriptor> SupportedDiagnostics { get; } = [Descriptors.NeverRegistered];

    /// <inheritdoc/>
    public override void Initialize(AnalysisContext context)
    {
        context.EnableConcurrentExecution();
        context.ConfigureGeneratedCodeAnalysis(GeneratedCodeAnalysisFlags.None);
        context.RegisterCompilationStartAction(static start =>
        {
            if (start.Compilation.Options.OutputKind
                is OutputKind.ConsoleApplication or OutputKind.WindowsApplication)
            {
                new Search(start.Compilation.AssemblyName ?? "").Start(start);
            }
        });
    }

    /// <summary>What was found in one compilation.</summary>
    private sealed class Search(string assembly)
    {
        private readonly string _method = AssemblyNames.ToMethod(assembly);
        private readonly ConcurrentBag<Location> _workers = [];
        private int _hasHandlers;
        private int _isRegistered;

        public void Start(CompilationStartAnalysisContext context)
        {
            context.RegisterSymbolAction(LookForHandler, SymbolKind.Method);
            context.RegisterOperationAction(
                LookAtUse, OperationKind.Invocation, OperationKind.MethodReference);
            context.RegisterCompilationEndAction(Report);
        }

        private void LookForHandler(SymbolAnalysisContext context)
        {
            if (context.Symbol.IsHandler())
            {
                Interlocked.Exchange(ref _hasHandlers, 1);
            }
        }

        private void LookAtUse(OperationAnalysisContext context)
        {
            var method = context.Operation is IInvocationOperation call
                ? call.TargetMethod
                : ((IMethodReferenceOperation)context.Operation).Method;
            if (method.Name == _method || IsOfDispatcher(method))
            {
                Interlocked.Exchange(ref _isRegistered, 1);
            }
            else if (method.Name == "AddDynamoHandlers"
                && method.ReturnType.Is("DynamoHandlers", "IDynamoHandlersBuilder"))
            {
                _workers.Add(CancellableCall.NameOf(context.Operation.Syntax).GetLocation());
            }
        }

        // Whoever calls a generated dispatcher directly picks the handlers by hand.
        private static bool IsOfDispatcher(IMethodSymbol method) => method.Name == "AddTo"
            && method.Parameters is [var builder]
            && builder.Type.Is("DynamoHandlers", "IDynamoHandlersBuilder");

        private void Report(CompilationAnalysisContext context)
        {
            if (_hasHandlers == 1 && _isRegistered == 0)
            {
                foreach (var worker in _workers)
                {
                    context.ReportDiagnostic(Diagnostic.Create(Descriptors.NeverRegistered, worker, _method));
                }
            }
        }
    }
}
