namespace Federated.Learning.Experiments;

/// <summary>
/// The values a numeric key accepts, as an interval in mathematical notation, for example <c>"(0, 1]"</c> or <c>"[1, inf)"</c>.
/// The same text is shown to the user when a value is refused.
/// </summary>
[AttributeUsage(AttributeTargets.Property)]
public sealed class AcceptsAttribute(string interval) : Attribute
{
    /// <summary>The interval, for example <c>"(0, inf)"</c>.</summary>
    public string Interval { get; } = interval;
}
