namespace Federated.Learning.Experiments;

/// <summary>Marks a record as one of the variants of its base record: chosen by the value of the base's discriminator key.</summary>
[AttributeUsage(AttributeTargets.Class, AllowMultiple = true, Inherited = false)]
public sealed class VariantAttribute(string name) : Attribute
{
    /// <summary>The value of the discriminator key, for example <c>dirichlet</c>.</summary>
    public string Name { get; } = name;
}
