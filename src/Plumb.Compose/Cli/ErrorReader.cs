using System.Text.RegularExpressions;
using Plumb.Platform.Processes;

namespace Plumb.Compose.Cli;

/// <summary>Reads what Compose wrote on standard error into errors by service.</summary>
/// <remarks>Source: the plain progress output of Compose 2.26 and 2.40, on a real engine.</remarks>
internal sealed partial class ErrorReader(string project, IReadOnlyList<string> asked, IReadOnlyDictionary<string, string> serviceOf)
{
    private const string DaemonSays = "Error response from daemon: ";
    private const int MessageLimit = 2000;

    public ComposeRun Read(ProcessResult result, TimeSpan deadline)
    {
        if (result.DeadlinePassed)
        {
            return new ComposeRun.DeadlinePassed(deadline);
        }

        var errors = Errors(result.Error, result.ExitCode);
        if (errors.Count == 0)
        {
            return new ComposeRun.Succeeded(result.Output);
        }

        // Only its last word: images beside a failing one say this too when Compose cancels them.
        return errors[^1].Message.Contains("Cannot connect to the Docker daemon", StringComparison.Ordinal)
            ? new ComposeRun.Unreachable(errors[^1].Message)
            : new ComposeRun.Failed(result.ExitCode, errors);
    }

    private List<ServiceError> Errors(string text, int exitCode)
    {
        var errors = new List<ServiceError>();
        var unfinished = new Dictionary<string, string>(StringComparer.Ordinal);
        string? last = null;
        string? failedStage = null;
        foreach (var line in text.Split('\n').Select(l => l.TrimEnd('\r')))
        {
            if (ContainerLine().Match(line) is { Success: true } container)
            {
                var name = container.Groups["name"].Value;
                var said = container.Groups["said"].Value;
                if (said is "Creating" or "Starting" or "Recreate")
                {
                    unfinished[name] = said;
                }
                else if (said.Contains(' '))
                {
                    Add(errors, ServiceOfContainer(name), said);
                }
                else
                {
                    unfinished.Remove(name);
                }
            }
            else if (PullLine().Match(line) is { Success: true } pulled)
            {
                Add(errors, pulled.Groups["name"].Value, pulled.Groups["said"].Value);
            }
            else if (StageLine().Match(line) is { Success: true } stage)
            {
                failedStage = stage.Groups["name"].Value;
            }
            else if (line.Length > 0 && line[0] is not (' ' or '#') && !LogLine().IsMatch(line) && line.Trim('-').Length > 0)
            {
                last = line;
            }
        }

        // Its last line says again what one of the services' lines said, or is the only word there is.
        if (exitCode != 0 && (last is null ? errors.Count == 0 : !errors.Exists(e => e.Message == Shorten(last))))
        {
            var message = last ?? $"Compose ended with exit code {exitCode.ToString(System.Globalization.CultureInfo.InvariantCulture)} and no word why";
            Add(errors, Guess(message, failedStage, unfinished.Keys), message);
        }

        return errors;
    }

    private static void Add(List<ServiceError> errors, string? service, string message)
    {
        var error = new ServiceError(service, Shorten(message));
        if (!errors.Contains(error))
        {
            errors.Add(error);
        }
    }

    private static string Shorten(string message)
    {
        var text = message.StartsWith(DaemonSays, StringComparison.Ordinal) ? message[DaemonSays.Length..] : message;
        return text.Length > MessageLimit ? text[..MessageLimit] + "…" : text;
    }

    /// <summary>Whose a message without a name is: who is named in it, else the only one that was not finished.</summary>
    private string? Guess(string message, string? failedStage, Dictionary<string, string>.KeyCollection unfinished)
    {
        if (failedStage is not null && asked.Contains(failedStage, StringComparer.Ordinal))
        {
            return failedStage;
        }

        if (NamedService().Match(message) is { Success: true } named)
        {
            return named.Groups["name"].Value;
        }

        if (NamedContainer().Match(message) is { Success: true } endpoint)
        {
            return ServiceOfContainer(endpoint.Groups["name"].Value);
        }

        if (NamedImage().Match(message) is { Success: true } image && serviceOf.TryGetValue(image.Groups["name"].Value, out var user))
        {
            return user;
        }

        return unfinished.Count == 1 ? ServiceOfContainer(unfinished.First()) : asked.Count == 1 ? asked[0] : null;
    }

    private string? ServiceOfContainer(string name)
    {
        if (serviceOf.TryGetValue(name, out var service))
        {
            return service;
        }

        // Compose names containers PROJECT-SERVICE-NUMBER.
        var end = name.LastIndexOf('-');
        return name.StartsWith(project + "-", StringComparison.Ordinal) && end > project.Length ? name[(project.Length + 1)..end] : null;
    }

    [GeneratedRegex(@"^ Container (?<name>\S+)  (?<said>.+?)\s*$", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex ContainerLine();

    [GeneratedRegex(@"^ (?<name>[A-Za-z0-9._-]+) Error (?<said>.+)$", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex PullLine();

    [GeneratedRegex(@"^ > \[(?<name>[A-Za-z0-9._-]+) [^\]]+\]", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex StageLine();

    [GeneratedRegex(@"^time=""", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex LogLine();

    [GeneratedRegex(@"(?:service ""|services\.|service: )(?<name>[A-Za-z0-9._-]*[A-Za-z0-9_-])", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex NamedService();

    [GeneratedRegex(@"endpoint (?<name>\S+) \(", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex NamedContainer();

    [GeneratedRegex(@"(?:[Nn]o such image: |unable to get image ')(?<name>[^\s':]+(?::[0-9]+/[^\s':]+)?(?::[A-Za-z0-9._-]+)?)", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex NamedImage();
}
