using Plumb.Cli.Tests.Kit;
using Plumb.TestKit;

namespace Plumb.Cli.Tests.Completion;

/// <summary>The script in a real bash, with the real executable: what a press of the tabulator would give.</summary>
public sealed class BashTests : IAsyncLifetime, IDisposable
{
    private readonly TempDir home = new("plumb-bash-");
    private readonly Api api = new();

    public Task InitializeAsync()
    {
        api.On("GET /api/v1/stacks", Samples.Page(Samples.Stack("web"), Samples.Stack("worker", id: "2"), Samples.Stack("apps/with space", id: "3")));
        return Task.CompletedTask;
    }

    public async Task DisposeAsync() => await api.DisposeAsync();

    public void Dispose() => home.Dispose();

    [Theory]
    [InlineData("plumb ge", "get")]
    [InlineData("plumb get ", "agents alerts audit decisions keys publishers sources stacks subscriptions targets")]
    [InlineData("plumb get st", "stacks")]
    [InlineData("plumb get stacks w", "web worker")]
    [InlineData("plumb explain stack we", "web")]
    [InlineData("plumb sync wo", "worker")]
    [InlineData("plumb sync apps", "apps/with\\ space")]
    [InlineData("plumb breaker ", "open reset status")]
    [InlineData("plumb get stacks -o j", "json")]
    [InlineData("plumb get stacks --output=y", "yaml")]
    [InlineData("plumb up --drift-policy ", "flag revert")]
    [InlineData("plumb up --drift-p", "--drift-policy")]
    [InlineData("plumb completion ", "bash fish zsh")]
    [InlineData("plumb nonsense ", "")]
    [InlineData("plumb sync web ", "")]
    public async Task The_words_that_could_stand_there_are_offered(string line, string expected) =>
        Assert.Equal(expected, await CompleteAsync(line));

    [Fact]
    public async Task Without_a_control_plane_there_are_no_names_and_no_noise() =>
        Assert.Equal("", await CompleteAsync("plumb sync w", "http://127.0.0.1:1"));

    [Fact]
    public async Task A_line_is_completed_where_the_cursor_stands() =>
        Assert.Equal("stacks", await CompleteAsync("plumb get st web", point: "plumb get st".Length));

    private async Task<string> CompleteAsync(string line, string? server = null, int? point = null)
    {
        // As bash calls a completion function: words, index and cursor in COMP_ variables.
        const string Script =
            """
            source <(plumb completion bash) || exit 3
            complete -p plumb >/dev/null || exit 4
            COMP_LINE=$1 COMP_POINT=$2
            read -ra COMP_WORDS <<<"${COMP_LINE:0:COMP_POINT}"
            case "${COMP_LINE:0:COMP_POINT}" in *' ') COMP_WORDS+=('') ;; esac
            COMP_CWORD=$((${#COMP_WORDS[@]} - 1))
            _plumb plumb "${COMP_WORDS[COMP_CWORD]}" "${COMP_WORDS[COMP_CWORD-1]}"
            echo "${COMPREPLY[*]}"
            """;
        var environment = Executable.Environment(home.Path);
        environment["PLUMB_COMPLETION_PATIENCE"] = "1m";
        environment["PLUMB_SERVER"] = server ?? api.Address;
        var output = await Command.MustAsync("bash", ["-c", Script, "bash", line, $"{point ?? line.Length}"], environment: environment, directory: home.Path);
        return output.TrimEnd('\n');
    }
}
