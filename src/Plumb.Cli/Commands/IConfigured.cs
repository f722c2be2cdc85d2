using System.CommandLine;
using Plumb.Cli.Configuration;

namespace Plumb.Cli.Commands;

/// <summary>A command whose flags are settings.</summary>
internal interface IConfigured
{
    /// <param name="earlier">Errors of the command line, told along with those of the configuration.</param>
    /// <exception cref="UsageException">With every error there is.</exception>
    PlumbConfiguration Load(ParseResult parse, IReadOnlyList<Complaint> earlier);
}

/// <summary>A command that fails with an exit code of its own.</summary>
internal interface IFailsAs
{
    int FailureExit { get; }
}
