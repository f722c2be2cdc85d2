namespace Plumb.Cli.Configuration.Kinds;

/// <summary>The address of a Docker engine, as <c>DOCKER_HOST</c> has it.</summary>
public sealed class DockerHostKind : SingleKind<string?>
{
    public override string Expected => "unix:///PATH or tcp://HOST:PORT";

    public override string Called => "ADDRESS";

    public override string Example => "unix:///var/run/docker.sock";

    protected override bool TryRead(string text, out string? value)
    {
        value = text;
        return text.StartsWith("unix:///", StringComparison.Ordinal)
            ? text.Length > "unix:///".Length && !text.Any(char.IsControl)
            : text.StartsWith("tcp://", StringComparison.Ordinal) && Uri.TryCreate(text, UriKind.Absolute, out var uri) && uri is { Port: > 0, Host.Length: > 0 };
    }

    protected override string Text(string? value) => value ?? "";
}
