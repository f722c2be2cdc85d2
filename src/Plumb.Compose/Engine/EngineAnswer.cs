namespace Plumb.Compose.Engine;

/// <summary>How a call to the engine ended. Unreachable is not an error: nothing is known then.</summary>
public abstract record EngineAnswer<T>
{
    private EngineAnswer()
    {
    }

    public sealed record Ok(T Value) : EngineAnswer<T>;

    /// <summary>No socket, refused, ended in the middle, or no answer in time.</summary>
    public sealed record Unreachable(string Why) : EngineAnswer<T>;

    /// <summary>The engine answered that it would not.</summary>
    /// <param name="Status">HTTP status; 404: no such thing.</param>
    /// <param name="Message">The engine's own words.</param>
    public sealed record Error(int Status, string Message) : EngineAnswer<T>;

    /// <summary>True where the engine said that there is no such thing.</summary>
    public bool IsNotFound => this is Error { Status: 404 };

    /// <summary>The same ending with another value.</summary>
    public EngineAnswer<TOther> Map<TOther>(Func<T, TOther> map)
    {
        ArgumentNullException.ThrowIfNull(map);
        return this switch
        {
            Ok ok => new EngineAnswer<TOther>.Ok(map(ok.Value)),
            Unreachable away => new EngineAnswer<TOther>.Unreachable(away.Why),
            Error error => new EngineAnswer<TOther>.Error(error.Status, error.Message),
            _ => throw new System.Diagnostics.UnreachableException(),
        };
    }

    /// <summary>One line for people; null when the call succeeded.</summary>
    public string? Problem => this switch
    {
        Unreachable away => away.Why,
        Error error => $"the Docker engine answered {error.Status}: {error.Message}",
        _ => null,
    };
}
