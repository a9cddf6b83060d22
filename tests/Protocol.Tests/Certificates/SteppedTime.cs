namespace Federated.Protocol.Tests.Certificates;

/// <summary>A clock that stands still until it is moved.</summary>
internal sealed class SteppedTime : TimeProvider
{
    /// <summary>Noon of the day on which tests begin; whole seconds, as certificates keep them.</summary>
    public static DateTimeOffset Start { get; } = new(2031, 5, 6, 12, 0, 0, TimeSpan.Zero);

    public DateTimeOffset Now { get; set; } = Start;

    public override DateTimeOffset GetUtcNow() => Now;
}
