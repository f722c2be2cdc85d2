using Plumb.Platform.Failpoints;

namespace Plumb.Compose.Execute;

/// <summary>The boundaries at which a test may have the process die while it changes something.</summary>
public static class ComposeFailpoints
{
    public static Failpoint BeforeAdopt { get; } = new("compose.adopt.before");

    public static Failpoint AfterAdopt { get; } = new("compose.adopt.after");

    public static Failpoint BeforeLayOut { get; } = new("compose.layout.before");

    public static Failpoint AfterLayOut { get; } = new("compose.layout.after");

    public static Failpoint BeforeBuild { get; } = new("compose.build.before");

    public static Failpoint AfterBuild { get; } = new("compose.build.after");

    public static Failpoint BeforePull { get; } = new("compose.pull.before");

    public static Failpoint AfterPull { get; } = new("compose.pull.after");

    public static Failpoint BeforeAwait { get; } = new("compose.await.before");

    public static Failpoint AfterAwait { get; } = new("compose.await.after");

    public static Failpoint BeforeUp { get; } = new("compose.up.before");

    /// <summary>Compose made containers anew; those that only have to run were not brought up.</summary>
    public static Failpoint BetweenUps { get; } = new("compose.up.between");

    public static Failpoint AfterUp { get; } = new("compose.up.after");

    public static Failpoint BeforeVerify { get; } = new("compose.verify.before");

    public static Failpoint AfterVerify { get; } = new("compose.verify.after");

    public static Failpoint BeforeRename { get; } = new("compose.rename.before");

    public static Failpoint AfterRename { get; } = new("compose.rename.after");

    public static Failpoint BeforeUpdate { get; } = new("compose.update.before");

    public static Failpoint AfterUpdate { get; } = new("compose.update.after");

    public static Failpoint BeforeUnpause { get; } = new("compose.unpause.before");

    public static Failpoint AfterUnpause { get; } = new("compose.unpause.after");

    public static Failpoint BeforeStop { get; } = new("compose.stop.before");

    public static Failpoint AfterStop { get; } = new("compose.stop.after");

    public static Failpoint BeforeRemove { get; } = new("compose.remove.before");

    /// <summary>A container was removed and others wait for it.</summary>
    public static Failpoint BetweenRemoves { get; } = new("compose.remove.between");

    public static Failpoint AfterRemove { get; } = new("compose.remove.after");

    public static Failpoint BeforeDown { get; } = new("compose.down.before");

    public static Failpoint AfterDown { get; } = new("compose.down.after");

    public static IReadOnlyList<Failpoint> All { get; } =
    [
        BeforeAdopt, AfterAdopt, BeforeLayOut, AfterLayOut, BeforeBuild, AfterBuild, BeforePull, AfterPull, BeforeAwait, AfterAwait,
        BeforeUp, BetweenUps, AfterUp, BeforeVerify, AfterVerify, BeforeRename, AfterRename, BeforeUpdate, AfterUpdate, BeforeUnpause, AfterUnpause,
        BeforeStop, AfterStop, BeforeRemove, BetweenRemoves, AfterRemove, BeforeDown, AfterDown,
    ];
}
