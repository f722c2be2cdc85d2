namespace Plumb.Kernel.Planning;

/// <summary>How an object that may well be in sync is doing.</summary>
public enum Health
{
    Unknown,
    Progressing,
    Healthy,
    Unhealthy,
}
