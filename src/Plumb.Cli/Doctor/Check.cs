using Plumb.Cli.Configuration;
using Plumb.Platform.Processes;

namespace Plumb.Cli.Doctor;

/// <summary>How a check ended.</summary>
internal enum Outcome
{
    Ok,

    /// <summary>Plumb works, and something should be mended.</summary>
    Warn,

    /// <summary>Plumb does not work so.</summary>
    Fail,
}

/// <summary>What was found.</summary>
/// <param name="Says">What is, or what is wrong.</param>
/// <param name="Mend">What to do; null when nothing need be done.</param>
internal sealed record Finding(Outcome Outcome, string Says, string? Mend = null)
{
    public static Finding Ok(string says) => new(Outcome.Ok, says);

    public static Finding Warn(string says, string mend) => new(Outcome.Warn, says, mend);

    public static Finding Fail(string says, string mend) => new(Outcome.Fail, says, mend);
}

/// <summary>One thing about the machine.</summary>
internal sealed record Check(string Name, Func<Ground, CancellationToken, Task<Finding>> RunAsync);

/// <summary>What checks look at.</summary>
internal sealed record Ground(Surroundings Surroundings, PlumbConfiguration Configuration, IProcessRunner Processes);
