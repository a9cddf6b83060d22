namespace Federated.Learning.Experiments;

/// <summary>Names the key of an abstract options record that chooses the variant, for example <c>kind</c>.</summary>
[AttributeUsage(AttributeTargets.Class, Inherited = false)]
public sealed class DiscriminatorAttribute(string key) : Attribute
{
    /// <summary>The key in the experiment file, and the property (in snake_case) that holds its value.</summary>
    public string Key { get; } = key;
}
