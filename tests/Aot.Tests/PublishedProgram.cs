namespace DynamoHandlers.Aot.Tests;

/// <summary>A program, published once with Native AOT for the machine at hand, into a temporary folder.</summary>
/// <param name="project">The project's folder in the repository.</param>
/// <param name="name">The program's name.</param>
public abstract class PublishedProgram(string project, string name) : IAsyncLifetime
{
    private readonly string _folder = Directory.CreateTempSubdirectory($"{name}-aot-").FullName;

    internal ProgramRun Publishing { get; private set; } = new(-1, "", "Not published yet.");

    private static string Suffix => OperatingSystem.IsWindows() ? ".exe" : "";

    public async ValueTask InitializeAsync()
    {
        RequireLinker();
        // Without -r: it would be a setting of the referenced libraries too, whose lock files know no platform.
        // PublishAot alone means the platform of the machine.
        Publishing = await ProgramRun.StartAsync(
            "dotnet",
            [
                "publish", Path.Combine(RepositoryRoot(), project), "-f", "net9.0", "-c", "Release", "-o", _folder,
                "--nologo", "-nodeReuse:false", "-p:IlcTreatWarningsAsErrors=true", "-p:TrimmerSingleWarn=false",
            ],
            TestContext.Current.CancellationToken);
    }

    /// <summary>Runs the published program.</summary>
    internal Task<ProgramRun> RunAsync(params string[] arguments)
    {
        Assert.True(Publishing.ExitCode == 0, $"There is no program to run, as publishing failed:\n{Publishing.All}");
        return ProgramRun.StartAsync(Path.Combine(_folder, $"{name}{Suffix}"), arguments, TestContext.Current.CancellationToken);
    }

    public ValueTask DisposeAsync()
    {
        GC.SuppressFinalize(this);
        Directory.Delete(_folder, recursive: true);
        return default;
    }

    // The SDK finds this out itself, but only after a minute of compiling. On Windows it asks for Visual Studio.
    private static void RequireLinker()
    {
        if (!OperatingSystem.IsWindows() && !IsOnPath("clang") && !IsOnPath("gcc"))
        {
            throw new InvalidOperationException(
                "Native AOT needs a C compiler as linker, and there is none: install gcc and zlib "
                + "(Debian: apt-get install gcc zlib1g-dev; macOS: xcode-select --install).");
        }
    }

    private static bool IsOnPath(string program) => (Environment.GetEnvironmentVariable("PATH") ?? "")
        .Split(Path.PathSeparator)
        .Any(folder => File.Exists(Path.Combine(folder, program)));

    private static string RepositoryRoot()
    {
        var folder = AppContext.BaseDirectory;
        while (!File.Exists(Path.Combine(folder, "Handlers.sln")))
        {
            folder = Path.GetDirectoryName(folder)
                ?? throw new InvalidOperationException($"No Handlers.sln above {AppContext.BaseDirectory}.");
        }

        return folder;
    }
}

/// <summary>samples/OrdersAot.</summary>
public sealed class PublishedSample() : PublishedProgram("samples/OrdersAot", "Orders");

/// <summary>tests/AotEntities.</summary>
public sealed class PublishedEntities() : PublishedProgram("tests/AotEntities", "AotEntities");

/// <summary>Publishing takes turns: both programs build the same libraries.</summary>
[CollectionDefinition]
public sealed class Publishing;
