namespace Plumb.Platform.Processes;

/// <summary>A process to run: a file and a list of arguments, never a command line.</summary>
public sealed record ProcessRequest
{
    /// <summary>Absolute path, or a name that is looked up in <see cref="SearchPath.Value"/>.</summary>
    public required string File { get; init; }

    public required IReadOnlyList<string> Arguments { get; init; }

    /// <summary>Absolute; null: <c>/</c>.</summary>
    public string? WorkingDirectory { get; init; }

    /// <summary>The whole environment: nothing is inherited. <c>PATH</c> is <see cref="SearchPath.Value"/> unless given.</summary>
    public IReadOnlyDictionary<string, string> Environment { get; init; } = new Dictionary<string, string>(StringComparer.Ordinal);

    /// <summary>Given on standard input, which is then closed; null: closed at once.</summary>
    public ReadOnlyMemory<byte>? Input { get; init; }

    /// <summary>After this the process and its children are killed. Positive.</summary>
    public required TimeSpan Deadline { get; init; }

    /// <summary>Killed, as by its deadline, when it writes nothing for this long; null: it may be silent. Positive.</summary>
    public TimeSpan? Silence { get; init; }

    /// <summary>Bytes kept of each output stream; more is read and dropped. Default 16 MiB.</summary>
    public int OutputLimit { get; init; } = 16 * 1024 * 1024;

    /// <summary>Bytes of writable memory that each process of it may map (RLIMIT_DATA); null: no limit.</summary>
    public long? MemoryLimit { get; init; }

    /// <summary>Standard output is not text: it comes as <see cref="ProcessResult.OutputBytes"/> alone.</summary>
    public bool BinaryOutput { get; init; }
}

/// <summary>How a process ended.</summary>
/// <param name="ExitCode">128 + signal where a signal ended it.</param>
/// <param name="Output">Standard output, UTF-8, not masked.</param>
/// <param name="Error">Standard error, UTF-8, masked.</param>
/// <param name="DeadlinePassed">It was killed by its deadline, or for its silence.</param>
/// <param name="Cut">A stream was longer than its limit.</param>
public sealed record ProcessResult(int ExitCode, string Output, string Error, bool DeadlinePassed, bool Cut)
{
    /// <summary>Standard output as it came.</summary>
    public ReadOnlyMemory<byte> OutputBytes { get; init; }

    public bool Succeeded => ExitCode == 0 && !DeadlinePassed;
}

/// <summary>The one place that starts processes. They and their children die with this process.</summary>
public interface IProcessRunner
{
    /// <summary>Runs it to its end. A cancelled call kills it and its children first, then throws.</summary>
    /// <exception cref="ProcessStartException">The file is not there or may not be executed.</exception>
    Task<ProcessResult> RunAsync(ProcessRequest request, CancellationToken cancellation);
}

/// <summary>A process could not be started at all.</summary>
public sealed class ProcessStartException : Exception
{
    public ProcessStartException()
    {
    }

    public ProcessStartException(string message)
        : base(message)
    {
    }

    public ProcessStartException(string message, Exception inner)
        : base(message, inner)
    {
    }
}
