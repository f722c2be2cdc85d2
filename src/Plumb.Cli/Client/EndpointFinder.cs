using Plumb.Cli.Configuration;
using Plumb.Platform.Secrets;

namespace Plumb.Cli.Client;

/// <summary>
/// Which control plane is meant: a flag, the environment, a context, the configuration's <c>listen</c>, the one that
/// runs on this machine. The admin key that lies on this machine is only ever sent to this machine.
/// </summary>
internal sealed class EndpointFinder(Surroundings surroundings, ClientFlags.Wanted wanted)
{
    private const string Tried = "choose a control plane";

    private readonly Lazy<PlumbConfiguration> configuration = new(() => ConfigurationLoader.Load(
        surroundings, wanted.Data is { } data ? [new(Settings.Data, [data], Origin.Flag("--data"))] : [], null, Takers.Client, []));

    /// <exception cref="CommandException">An address or a context is wrong, or several control planes run here.</exception>
    /// <exception cref="UsageException">The configuration that had to be read is wrong.</exception>
    public Endpoint Find()
    {
        var context = Context.Named(surroundings, wanted.Context ?? Variable("PLUMB_CONTEXT"));
        var (address, from) = (wanted.Server, Variable("PLUMB_SERVER"), context?.Server) switch
        {
            ({ } flag, _, _) => (Parse(flag, "--server"), "flag"),
            (_, { } variable, _) => (Parse(variable, "PLUMB_SERVER"), "variable"),
            (_, _, { } server) => (Parse(server, $"context '{context!.Name}'"), "context"),
            _ => (Local(), "local"),
        };
        var (token, tokenFrom) = Token(address, from == "context" || wanted.Context is not null ? context : null);
        if (token is not null)
            surroundings.Mask.Add(token);
        return new(address, token, tokenFrom);
    }

    private Uri Local()
    {
        var listen = configuration.Value.Of(Settings.Listen);
        var configured = configuration.Value.Get(Settings.Listen);
        var address = new UriBuilder("http", configured.Host is "0.0.0.0" or "::" ? "127.0.0.1" : configured.Host, configured.Port).Uri;
        if (listen.From != Origin.Default)
            return address;

        var running = RunRecord.Live(surroundings.RuntimeDirectories).Where(r => wanted.Data is null || r.Data == configuration.Value.DataDirectory).ToList();
        return running switch
        {
            [] => address,
            [var only] => only.Address,
            _ when running.Exists(r => r.Address == address) => address,
            _ => throw new CommandException(Tried, $"several run on this machine: {string.Join(", ", running.Select(r => r.Address.ToString().TrimEnd('/')))}", "Name one with --server URL or PLUMB_SERVER.", exit: ExitCode.Misuse),
        };
    }

    private (string? Token, string From) Token(Uri address, Context? context)
    {
        if (wanted.Token is { } flag)
            return (flag, "--token");
        if (Variable("PLUMB_TOKEN") is { } variable)
            return (variable, "PLUMB_TOKEN");
        if (Variable("PLUMB_TOKEN_FILE") is { } file)
            return (Read(Path.GetFullPath(file, surroundings.WorkingDirectory)), "PLUMB_TOKEN_FILE");
        if (context?.Token is { } kept)
            return (kept, $"context '{context.Name}'");
        if (context?.TokenFile is { } keptFile)
            return (Read(Path.GetFullPath(keptFile, surroundings.Home)), $"context '{context.Name}'");
        return address.IsLoopback ? AdminKey(address) : (null, "no --token, no PLUMB_TOKEN, and the address is not this machine's");
    }

    private (string? Token, string From) AdminKey(Uri address)
    {
        var record = RunRecord.Live(surroundings.RuntimeDirectories).FirstOrDefault(r => r.Address.Port == address.Port);
        var named = configuration.Value.Of(Settings.Data).From != Origin.Default;
        var file = Path.Combine(record is not null && !named ? record.Data : configuration.Value.DataDirectory, "admin.key");
        try
        {
            return File.Exists(file) ? (Read(file), file) : (null, $"no --token, no PLUMB_TOKEN, no {file}");
        }
        catch (CommandException unreadable)
        {
            // Reads need no key on this machine; what does will say where one was looked for.
            return (null, unreadable.Message);
        }
    }

    private string Read(string file)
    {
        try
        {
            return SecretFile.Read(file, surroundings.Mask);
        }
        catch (SecretFileException error)
        {
            throw new CommandException("read the key", error.Message);
        }
    }

    private static Uri Parse(string text, string from) =>
        Uri.TryCreate(text.Contains("://", StringComparison.Ordinal) ? text : $"http://{text}", UriKind.Absolute, out var address) && address.Scheme is "http" or "https" && address.UserInfo.Length == 0
            ? new Uri($"{address.GetLeftPart(UriPartial.Path).TrimEnd('/')}/")
            : throw new CommandException(Tried, $"'{text}' (from {from}) is not an address", "Write it like http://127.0.0.1:8080.", exit: ExitCode.Misuse);

    private string? Variable(string name) => surroundings.Environment.GetValueOrDefault(name) is { Length: > 0 } text ? text : null;
}
