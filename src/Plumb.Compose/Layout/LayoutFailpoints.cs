using Plumb.Platform.Failpoints;

namespace Plumb.Compose.Layout;

/// <summary>Where a test may have the process die while content is written.</summary>
public static class LayoutFailpoints
{
    public static Failpoint BeforeJournal { get; } = new("layout.before-journal");

    public static Failpoint AfterJournal { get; } = new("layout.after-journal");

    public static Failpoint AfterFile { get; } = new("layout.after-file");

    public static Failpoint BeforeDelete { get; } = new("layout.before-delete");

    public static Failpoint AfterDelete { get; } = new("layout.after-delete");

    public static Failpoint BeforeRecord { get; } = new("layout.before-record");

    public static Failpoint AfterRecord { get; } = new("layout.after-record");

    public static IReadOnlyList<Failpoint> All { get; } = [BeforeJournal, AfterJournal, AfterFile, BeforeDelete, AfterDelete, BeforeRecord, AfterRecord];
}
